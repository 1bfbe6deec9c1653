package dev.flux.work;

import dev.flux.config.ServerSettings;

class PostgresWorkTest extends DurableWorkContract {
  @Override
  ServerSettings.Store newDatabase() throws Exception {
    return TestPostgres.newDatabase();
  }
}
