package dev.flux.engine.postgresql;

import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import java.util.HashMap;
import java.util.Map;

/** The schemas that forms meet: a common one, and beside it that of their world, read once. */
final class Worlds {
  private final Catalog common;
  private final Map<String, Catalog> read = new HashMap<>();

  Worlds(Catalog common) {
    this.common = common;
  }

  /** What is there before the statement of a form runs. */
  Catalog before(StatementForm form) {
    Catalog world = form.world().map(this::world).orElse(common);
    return Claim.fold(Claim.fold(world, form.setup()), form.session());
  }

  private Catalog world(String name) {
    return read.computeIfAbsent(name, world -> Claim.fold(common, Resources.text(world + ".sql")));
  }
}
