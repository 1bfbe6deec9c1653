/** The tools, one file each, and the list of them. */
package dev.flux.migration.tool;
