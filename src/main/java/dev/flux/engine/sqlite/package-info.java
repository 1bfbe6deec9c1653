/** Facts about SQLite 3.35 and later, measured in the tests. */
package dev.flux.engine.sqlite;
