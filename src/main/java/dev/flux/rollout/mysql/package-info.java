/** Safe ways for what is dangerous on MySQL and MariaDB; one file for each. */
package dev.flux.rollout.mysql;
