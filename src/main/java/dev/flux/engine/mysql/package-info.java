/**
 * What operations do to MySQL and MariaDB: which algorithm an ALTER takes, whether rows can change
 * meanwhile, and what is locked.
 */
package dev.flux.engine.mysql;
