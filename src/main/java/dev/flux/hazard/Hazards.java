package dev.flux.hazard;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every hazard that Flux knows, by id. A new one is one file and one line here. */
public final class Hazards {
  /** In the order of their ids. */
  public static final List<Hazard> ALL =
      List.of(
          new AddCheckValidating(),
          new AddColumnAutoIncrement(),
          new AddColumnDefaultOnOldEngine(),
          new AddColumnInlineConstraint(),
          new AddColumnNotNullWithoutDefault(),
          new AddColumnStoredGenerated(),
          new AddColumnVolatileDefault(),
          new AddExclusionConstraint(),
          new AddForeignKeyValidating(),
          new AddPrimaryKey(),
          new AddUniqueConstraint(),
          new AlgorithmNotStated(),
          new AlgorithmUnsupported(),
          new AlterBlocksWrites(),
          new AlterCopiesTable(),
          new AlterUnsupported(),
          new AttachPartitionUnchecked(),
          new BackfillWithSchemaChange(),
          new ChangeColumnType(),
          new ChangeColumnTypeNarrows(),
          new ChangeCompositeType(),
          new ChangeInheritance(),
          new CharPadding(),
          new CodeStillRefers(),
          new ConcurrentIndexWithOthers(),
          new ConcurrentlyInTransaction(),
          new ConstrainedDomain(),
          new CreateIfNotExistsDrift(),
          new CreateIndexBlocking(),
          new CreatePartitionInPlace(),
          new CreateTrigger(),
          new DetachPartitionBlocking(),
          new DisableRowSecurity(),
          new DisableTrigger(),
          new DomainConstraintValidating(),
          new DownDoesNotReverse(),
          new DropCascade(),
          new DropColumn(),
          new DropColumnTakesDependents(),
          new DropConstraint(),
          new DropDefaultStillNeeded(),
          new DropForeignKeyLocksParent(),
          new DropIndexBlocking(),
          new DropIndexStillUsed(),
          new DropNotNull(),
          new DropObject(),
          new DropPartition(),
          new DropPolicy(),
          new DropPrimaryKey(),
          new DropRoutine(),
          new DropTable(),
          new DropTrigger(),
          new DropType(),
          new DuplicateVersion(),
          new EditedMergedMigration(),
          new EnableRowSecurity(),
          new EnumValueInTransaction(),
          new ExpandAndContractTogether(),
          new ExtensionNeedsSuperuser(),
          new FloatForMoney(),
          new ForeignKeysOnSeveralTables(),
          new ForeignKeysPragmaInTransaction(),
          new FulltextOrSpatialIndex(),
          new GrantSuperuser(),
          new GrantToPublic(),
          new HashIndexOld(),
          new HiddenSql(),
          new IdentityAlways(),
          new IndexOnPartitionedParent(),
          new InsertSelectLarge(),
          new InstantLimitNear(),
          new InvalidIndexHidden(),
          new InvalidSuppression(),
          new IrreversibleDown(),
          new JsonInsteadOfJsonb(),
          new LockTable(),
          new LocksSeveralTables(),
          new LongWriteLock(),
          new MismatchedForeignKeyType(),
          new MissingDown(),
          new ModifyLosesAttributes(),
          new MoveToSchema(),
          new NameTooLong(),
          new NoLockTimeout(),
          new OutOfOrderVersion(),
          new RebuildLosesObjects(),
          new RedundantIndex(),
          new RefreshViewBlocking(),
          new ReindexBlocking(),
          new RenameColumn(),
          new RenameEnumValue(),
          new RenameTable(),
          new ReorderEnum(),
          new ReplicaIdentity(),
          new RestartSequence(),
          new RevokePrivilege(),
          new RewriteTable(),
          new SecurityDefinerSearchPath(),
          new SeedDataInMigration(),
          new SequenceBehind(),
          new SetNotNullCold(),
          new SeveralDdlNotAtomic(),
          new ShortPrimaryKey(),
          new ShrinkEnum(),
          new ShrinkView(),
          new SleepInTransaction(),
          new TableWithoutPrimaryKey(),
          new TimeoutOnOnlineOperation(),
          new TimestampWithoutTimeZone(),
          new TransactionControlInMigration(),
          new TruncateTable(),
          new UnboundedDelete(),
          new UnboundedUpdate(),
          new UnindexedForeignKey(),
          new UnloggedTable(),
          new UnnamedConstraint(),
          new UnreadableStatement(),
          new ValidateInSameTransaction(),
          new WorkUnderExclusiveLock());

  private static final Map<String, Hazard> BY_ID =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Hazard::id, Function.identity()));

  private Hazards() {}

  /**
   * The hazard of this id.
   *
   * @throws IllegalArgumentException where there is none
   */
  static Hazard of(String id) {
    Hazard hazard = BY_ID.get(id);
    if (hazard == null) {
      throw new IllegalArgumentException("no hazard is named " + id);
    }
    return hazard;
  }
}
