/** Throwaway databases of PostgreSQL, for SQL that nobody trusts. */
package dev.flux.shadow.postgresql;
