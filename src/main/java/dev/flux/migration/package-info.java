/**
 * Which tool a directory belongs to, and how each tool names, orders, wraps, reads and writes
 * files.
 */
package dev.flux.migration;
