/** Throwaway databases of SQLite: files that nothing else sees, opened in this process. */
package dev.flux.shadow.sqlite;
