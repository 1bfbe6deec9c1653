/** Findings become phases and steps with complete SQL, forward and back. One file per recipe. */
package dev.flux.rollout;
