package dev.flux.sql;

import java.util.Locale;

/** Kinds of objects that share the operations to create, alter, drop, rename and move them. */
public enum ObjectKind {
  TABLE,
  VIEW,
  MATERIALIZED_VIEW,
  INDEX,
  SEQUENCE,
  SCHEMA,
  DATABASE,
  EXTENSION,
  TYPE,
  DOMAIN,
  COLLATION,
  FUNCTION,
  PROCEDURE,
  AGGREGATE,
  OPERATOR,
  CAST,
  ROLE,
  TRIGGER,
  RULE,
  POLICY,
  EVENT_TRIGGER,
  LANGUAGE,
  SERVER,
  FOREIGN_TABLE,
  PUBLICATION,
  SUBSCRIPTION,
  STATISTICS,
  TABLESPACE,
  TEXT_SEARCH,
  OTHER;

  /** As it stands in SQL, in lower case. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
