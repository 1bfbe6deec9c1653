package dev.flux.stats;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How much one table holds.
 *
 * @param name with its schema or database, where the engine has them
 * @param rows an estimate of the server, or counted
 * @param bytes without indexes
 * @param writes changed rows in a second, on the average since the server began to count
 */
record TableAmount(String name, OptionalLong rows, OptionalLong bytes, OptionalDouble writes) {}
