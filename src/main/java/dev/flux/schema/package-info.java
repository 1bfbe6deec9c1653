/** The schema as of a statement: a fold over operations. */
package dev.flux.schema;
