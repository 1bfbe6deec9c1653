package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.UserType;
import dev.flux.sql.DomainRule;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What columns of a domain have to hold to; a domain may rest on another one. */
final class Domains {
  private Domains() {}

  /** The domain that a plain column of the type has; an array of a domain is none. */
  static Optional<UserType> find(SqlType type, Catalog catalog) {
    return type.dimensions() > 0
        ? Optional.empty()
        : catalog.findType(type).filter(t -> t.kind() == UserType.Kind.DOMAIN);
  }

  /** Whether values of the type are held to a CHECK or NOT NULL of a domain. */
  static boolean constrained(SqlType type, Catalog catalog) {
    return find(type, catalog)
        .filter(
            domain ->
                domain.constrained()
                    || domain.base().filter(base -> constrained(base, catalog)).isPresent())
        .isPresent();
  }

  /** Texts that say what values of the type are held to, those of the domains below it too. */
  static Stream<String> checks(SqlType type, Catalog catalog) {
    return find(type, catalog).stream()
        .flatMap(
            domain ->
                Stream.concat(
                    domain.rules().stream().map(DomainRule::text),
                    domain.base().stream().flatMap(base -> checks(base, catalog))));
  }

  /** Tables with a column of the type, or of a domain that rests on it. */
  static List<Table> using(UserType type, Catalog catalog) {
    return family(type, catalog)
        .flatMap(member -> catalog.using(member).stream())
        .distinct()
        .toList();
  }

  /** Whether what was written for a column is the type or a domain that rests on it. */
  static boolean isKin(SqlType written, UserType wanted, Catalog catalog) {
    return family(wanted, catalog).anyMatch(member -> catalog.isOf(written, member));
  }

  /** The type and the domains that rest on it. */
  static Stream<UserType> family(UserType type, Catalog catalog) {
    Stream<UserType> heirs =
        catalog.types().stream()
            .filter(t -> t.base().flatMap(catalog::findType).filter(type::equals).isPresent());
    return Stream.concat(Stream.of(type), heirs.flatMap(heir -> family(heir, catalog)));
  }
}
