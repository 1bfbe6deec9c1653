/** What Flux writes, applied and reverted by the migration tools themselves. */
package dev.flux.applied;
