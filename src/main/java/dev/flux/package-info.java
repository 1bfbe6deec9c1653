/** Flux: reviews pull requests with database migrations and writes the safe rollout. */
@NullMarked
package dev.flux;

import org.jspecify.annotations.NullMarked;
