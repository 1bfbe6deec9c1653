package dev.flux.rollout;

import java.util.List;

/** Every recipe, in the order in which they are tried. */
final class Recipes {
  /** One line for each. */
  static final List<Recipe> ALL = List.of(new CreateIndexConcurrently(), new SetNotNullByCheck());

  private Recipes() {}
}
