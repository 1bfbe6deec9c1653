package dev.flux.shadow;

import java.util.SortedMap;

/**
 * What a database holds.
 *
 * @param rows a digest of every column of every table's rows, whatever the order of rows: table,
 *     column, digest
 */
public record State(Picture picture, SortedMap<String, SortedMap<String, String>> rows) {}
