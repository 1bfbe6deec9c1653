// Prisma Migrate with the engine that npm ships, which speaks to the server through a driver of JavaScript. The folder
// of the schema and its migrations is in FLUX_PRISMA, the server's address in DATABASE_URL.
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { defineConfig } from "prisma/config";

const NAME = 19;
const TEXT = 25;

// The adapter knows no columns of type name, which the catalog of PostgreSQL has.
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (...given) {
  const named = (result) => {
    for (const field of result?.fields ?? []) {
      field.dataTypeID = field.dataTypeID === NAME ? TEXT : field.dataTypeID;
    }
    return result;
  };
  const last = given.at(-1);
  if (typeof last === "function") {
    given[given.length - 1] = (error, result) => last(error, named(result));
    return query.apply(this, given);
  }
  const answer = query.apply(this, given);
  return typeof answer?.then === "function" ? answer.then(named) : answer;
};

// The adapter cuts a file at every semicolon; the engine of a deployment sends it whole.
class WholeFiles extends PrismaPg {
  async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.client.query(script);
    };
    return adapter;
  }
}

export default defineConfig({
  experimental: { adapter: true },
  engine: "js",
  schema: join(process.env.FLUX_PRISMA, "schema.prisma"),
  migrations: { path: join(process.env.FLUX_PRISMA, "migrations") },
  adapter: async () => new WholeFiles({ connectionString: process.env.DATABASE_URL }),
});
