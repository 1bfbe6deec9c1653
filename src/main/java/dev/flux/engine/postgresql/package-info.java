/**
 * Facts about PostgreSQL 11 to 18, one file per group of operations; held to a live server by
 * tests.
 */
package dev.flux.engine.postgresql;
