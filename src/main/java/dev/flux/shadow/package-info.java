/** Runs a change and its rollout on a throwaway database, and says what it saw. */
package dev.flux.shadow;
