package dev.flux.schema;

import dev.flux.sql.Constraint;

/**
 * A constraint as of a statement.
 *
 * @param name given, or the one that the engine makes up
 * @param definition as it was added; its columns follow renames
 * @param validated whether every existing row was checked
 */
public record TableConstraint(String name, Constraint definition, boolean validated) {}
