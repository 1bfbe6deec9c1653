/** Reads how much the tables of a live database hold, and nothing of what they hold. */
package dev.flux.stats;
