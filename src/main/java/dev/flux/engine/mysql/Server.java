package dev.flux.engine.mysql;

import dev.flux.engine.EngineVersion;
import dev.flux.sql.Dialect;

/**
 * What a version of MySQL or MariaDB can do at once. Sources: MySQL manual, 17.12.1 Online DDL
 * Operations, and the release notes of 8.0.12, 8.0.28 and 8.0.29; MariaDB documentation, InnoDB
 * Online DDL Overview and its pages for each algorithm. Measured on 8.0.33 and 11.4.
 */
record Server(Dialect dialect, EngineVersion version) {

  boolean mariadb() {
    return dialect == Dialect.MARIADB;
  }

  private boolean atLeast(int major, int minor, int patch) {
    return version.atLeast(major, minor, patch);
  }

  /** MySQL 8.0 without a patch is taken for a current one. */
  private boolean mysqlAtLeast(int patch) {
    boolean current = version.major() == 8 && version.minor() == 0 && version.patch() == 0;
    return current || atLeast(8, 0, patch);
  }

  /** A column can be added behind the last one without touching rows. */
  boolean addsLastAtOnce() {
    return mariadb() ? atLeast(10, 3, 2) : mysqlAtLeast(12);
  }

  /** A column can be added anywhere, and one be dropped, without touching rows. */
  boolean addsAndDropsAtOnce() {
    return mariadb() ? atLeast(10, 4, 0) : mysqlAtLeast(29);
  }

  /** A column can be renamed as INSTANT. */
  boolean renamesAtOnce() {
    return mariadb() ? atLeast(10, 3, 2) : mysqlAtLeast(28);
  }

  /** Defaults, labels of enums and virtual columns change as INSTANT. */
  boolean changesMetadataAtOnce() {
    return mariadb() ? atLeast(10, 3, 2) : mysqlAtLeast(12);
  }

  /** Columns change places without touching rows. */
  boolean reordersAtOnce() {
    return mariadb() && atLeast(10, 4, 0);
  }

  /** A table can be copied while its rows change (MariaDB 11.2 release notes, MDEV-16329). */
  boolean copiesOnline() {
    return mariadb() && atLeast(11, 2, 0);
  }

  /** CHECK is more than a comment. */
  boolean checks() {
    return mariadb() ? atLeast(10, 2, 1) : mysqlAtLeast(16);
  }

  /** Where the facts come from. */
  String source() {
    return mariadb()
        ? "MariaDB documentation, InnoDB Online DDL; measured on 11.4"
        : version.atLeast(8)
            ? "MySQL 8.0 manual, 17.12.1 Online DDL Operations; measured on 8.0.33"
            : "MySQL 5.7 manual, 14.13.1 Online DDL Operations";
  }
}
