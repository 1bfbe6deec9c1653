/** Text becomes statements, statements become operations, per dialect. Alone sees JSqlParser. */
package dev.flux.sql;
