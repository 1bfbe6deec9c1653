package dev.flux.engine.postgresql;

import dev.flux.engine.LockMode;
import java.util.Map;
import java.util.Set;

/**
 * What a server did for one statement, by names of relations as people read them.
 *
 * @param locks strongest lock on each table and view that existed before
 * @param rewrites tables that have another file
 * @param scans tables that were read from end to end
 * @param scansCounted whether they could be counted: they are in the transaction that runs it
 * @param builds tables that existed before and have an index with a new file
 */
record Measurement(
    Map<String, LockMode> locks,
    Set<String> rewrites,
    Set<String> scans,
    boolean scansCounted,
    Set<String> builds) {}
