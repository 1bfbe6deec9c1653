package dev.flux.rollout.mysql;

import dev.flux.rollout.Recipe;
import dev.flux.sql.Dialect;

/** A recipe that speaks the SQL of MySQL and MariaDB. */
interface MysqlRecipe extends Recipe {

  @Override
  default boolean fits(Dialect dialect) {
    return OnlineSql.speaks(dialect);
  }
}
