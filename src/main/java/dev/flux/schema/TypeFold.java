package dev.flux.schema;

import dev.flux.sql.DomainRule;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What operations on types do to a catalog. */
interface TypeFold extends ObjectOperation.Visitor<CatalogEdit> {
  /** The changes so far. */
  CatalogEdit edit();

  private CatalogEdit type(ObjectName written, UnaryOperator<UserType> change) {
    CatalogEdit edit = edit();
    edit.path
        .find(written, edit.types)
        .map(edit.types::get)
        .ifPresent(type -> edit.types = edit.types.plus(type.name(), change.apply(type)));
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.CreateType operation) {
    CatalogEdit edit = edit();
    ObjectName name = edit.path.created(operation.type());
    boolean labelled = !operation.labels().isEmpty();
    UserType.Kind kind = labelled ? UserType.Kind.ENUM : UserType.Kind.OTHER;
    edit.types =
        edit.types.plus(
            name,
            new UserType(
                name, kind, operation.labels(), Optional.empty(), List.of(), operation.text()));
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.AddEnumValue operation) {
    return type(
        operation.type(),
        type ->
            type.labels().contains(operation.label())
                ? type
                : type.withLabels(Lists.plus(type.labels(), operation.label())));
  }

  @Override
  default CatalogEdit visit(ObjectOperation.RenameEnumValue operation) {
    return type(
        operation.type(),
        type -> type.withLabels(Lists.rename(type.labels(), operation.label(), operation.to())));
  }

  @Override
  default CatalogEdit visit(ObjectOperation.CreateDomain operation) {
    CatalogEdit edit = edit();
    ObjectName name = edit.path.created(operation.domain());
    UserType domain =
        new UserType(
            name, UserType.Kind.DOMAIN, List.of(), Optional.of(operation.type()), List.of(), "");
    for (DomainRule rule : operation.rules()) {
      domain = domain.heldTo(rule);
    }
    edit.types = edit.types.plus(name, domain.as(operation.text()));
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.AlterDomain operation) {
    return switch (operation.change()) {
      case ADD_CONSTRAINT, SET_NOT_NULL ->
          type(operation.domain(), t -> operation.rule().map(t::heldTo).orElseGet(t::altered));
      case DROP_CONSTRAINT ->
          type(operation.domain(), t -> t.freedOf(r -> r.name().equals(operation.constraint())));
      case RENAME_CONSTRAINT ->
          type(
              operation.domain(),
              t -> t.withRuleNamed(operation.constraint(), operation.to().orElseThrow()));
      case DROP_NOT_NULL -> type(operation.domain(), t -> t.freedOf(DomainRule::notNull));
      case SET_DEFAULT, DROP_DEFAULT, OTHER -> type(operation.domain(), UserType::altered);
      case VALIDATE_CONSTRAINT -> edit();
    };
  }
}
