package dev.flux.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.flux.engine.Engine;
import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Suppressed;
import dev.flux.migration.MigrationFile;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Split;
import dev.flux.rollout.Step;
import dev.flux.shadow.Proof;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The review as JSON: a contract, whose fields are added to and never change their meaning. */
public final class JsonReport {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  /** The review as one line of JSON. */
  public static String of(Review review) {
    StringWriter text = new StringWriter();
    try {
      write(review, text);
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes every text", e);
    }
    return text.toString();
  }

  /** Writes the review as one line of JSON; leaves the writer open. */
  public static void write(Review review, Writer out) throws IOException {
    try (JsonGenerator generator =
        FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      new JsonReport(generator).write(review);
    }
  }

  /** Writes a split as one line of JSON; leaves the writer open. */
  static void writeSplit(Review review, List<Split> splits, boolean wrote, Writer out)
      throws IOException {
    try (JsonGenerator generator =
        FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      new JsonReport(generator).write(review, splits, wrote);
    }
  }

  private void write(Review review, List<Split> splits, boolean wrote) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", 1);
    json.writeBooleanField("wrote", wrote);
    writeRollout(review);
    writeProofs(review);
    writeTexts("removed", splits.stream().flatMap(split -> split.removed().stream()).toList());
    writeTexts(
        "written",
        splits.stream()
            .flatMap(split -> split.written().stream())
            .map(MigrationFile::path)
            .toList());
    writeTexts("obstacles", splits.stream().flatMap(split -> split.obstacles().stream()).toList());
    json.writeEndObject();
  }

  private void write(Review review) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", 1);
    json.writeStringField("verdict", review.verdict().id());
    Optional<DirectoryReview> first = review.directories().stream().findFirst();
    if (first.isPresent()) {
      write(first.get().examination().change().engine());
      json.writeStringField("tool", first.get().examination().change().tool().id());
    } else {
      json.writeNullField("engine");
      json.writeNullField("tool");
    }
    json.writeArrayFieldStart("migrations");
    for (DirectoryReview directory : review.directories()) {
      for (ExaminedMigration migration : directory.examination().migrations()) {
        write(migration, directory);
      }
    }
    json.writeEndArray();
    List<Finding> whole = new ArrayList<>(review.loose());
    for (DirectoryReview directory : review.directories()) {
      whole.addAll(directory.examination().findings());
      directory.examination().migrations().forEach(m -> whole.addAll(m.findings()));
    }
    write(whole);
    writeSuppressed(review.suppressed());
    writeRollout(review);
    writeProofs(review);
    json.writeEndObject();
  }

  private void write(Engine engine) throws IOException {
    json.writeObjectFieldStart("engine");
    json.writeStringField("name", engine.dialect().id());
    json.writeStringField("version", engine.version().toString());
    json.writeStringField("evidence", engine.evidence().id());
    json.writeStringField("source", engine.source());
    json.writeEndObject();
  }

  private void write(ExaminedMigration migration, DirectoryReview directory) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", migration.migration().path());
    json.writeStringField("tool", directory.examination().change().tool().id());
    write(directory.examination().change().engine());
    json.writeBooleanField("transactional", migration.transactional());
    json.writeArrayFieldStart("statements");
    for (ExaminedStatement statement : migration.statements()) {
      write(statement);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(ExaminedStatement examined) throws IOException {
    json.writeStartObject();
    json.writeNumberField("line", examined.statement().span().line());
    json.writeNumberField("endLine", examined.statement().span().endLine());
    json.writeStringField("sql", examined.statement().sql());
    json.writeBooleanField("readable", examined.statement().readable());
    json.writeArrayFieldStart("operations");
    for (Operation operation : examined.statement().operations()) {
      json.writeString(operation.kind());
    }
    json.writeEndArray();
    if (examined.impact().isPresent()) {
      write(examined.impact().get());
    } else {
      json.writeNullField("impact");
    }
    write(examined.findings());
    json.writeEndObject();
  }

  private void write(Impact impact) throws IOException {
    json.writeObjectFieldStart("impact");
    json.writeArrayFieldStart("locks");
    for (Impact.TableLock lock : impact.locks()) {
      json.writeStartObject();
      json.writeStringField("table", lock.table().toString());
      json.writeStringField("mode", lock.mode().words());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeNames("rewrites", impact.rewrites());
    writeNames("scans", impact.scans());
    writeNames("builds", impact.builds());
    if (!impact.emptied().isEmpty()) {
      writeNames("emptied", impact.emptied());
    }
    json.writeObjectFieldStart("blocks");
    json.writeBooleanField("reads", impact.blocksReads());
    json.writeBooleanField("writes", impact.blocksWrites());
    json.writeStringField("duration", impact.blocking().id());
    json.writeEndObject();
    if (impact.online().isPresent()) {
      OnlineDdl ddl = impact.online().get();
      json.writeStringField("algorithm", ddl.algorithm().name());
      json.writeBooleanField("concurrentWrites", ddl.concurrentWrites());
    }
    json.writeStringField("evidence", impact.evidence().id());
    writeTexts("assumptions", impact.assumptions());
    json.writeStringField("source", impact.source());
    json.writeEndObject();
  }

  private void write(List<Finding> findings) throws IOException {
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringField("hazard", finding.hazard());
      json.writeStringField("severity", finding.severity().id());
      json.writeStringField("path", finding.path());
      json.writeNumberField("line", finding.line());
      json.writeNumberField("endLine", finding.endLine());
      json.writeStringField("message", finding.message());
      json.writeStringField("effect", finding.effect());
      json.writeStringField("remedy", finding.remedy());
      json.writeStringField("evidence", finding.evidence().id());
      writeTexts("assumptions", finding.assumptions());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeSuppressed(List<Suppressed> suppressed) throws IOException {
    json.writeArrayFieldStart("suppressed");
    for (Suppressed each : suppressed) {
      json.writeStartObject();
      json.writeStringField("hazard", each.finding().hazard());
      json.writeStringField("severity", each.finding().severity().id());
      json.writeStringField("path", each.finding().path());
      json.writeNumberField("line", each.finding().line());
      json.writeNumberField("endLine", each.finding().endLine());
      json.writeStringField("message", each.finding().message());
      json.writeStringField("reason", each.reason());
      json.writeStringField("source", each.source());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeRollout(Review review) throws IOException {
    json.writeObjectFieldStart("rollout");
    json.writeStringField("type", review.rolloutType().id());
    json.writeArrayFieldStart("phases");
    List<SequencedStep> sequence = SequencedStep.of(review);
    for (Phase.Name name : Phase.Name.values()) {
      List<SequencedStep> steps = sequence.stream().filter(step -> step.phase() == name).toList();
      if (!steps.isEmpty()) {
        json.writeStartObject();
        json.writeStringField("name", name.id());
        json.writeArrayFieldStart("steps");
        for (SequencedStep step : steps) {
          write(step);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("files");
    for (DirectoryReview directory : review.directories()) {
      for (Rollout.PhasedFile phased : directory.rollout().files()) {
        json.writeStartObject();
        json.writeStringField("path", phased.file().path());
        json.writeStringField("content", phased.file().content());
        json.writeStringField("phase", phased.phase().id());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The proof, where one was asked for; of several directories the one that is worst. */
  private void writeProofs(Review review) throws IOException {
    Optional<Proof> proof = review.proof();
    if (proof.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("proof");
    json.writeStringField("status", proof.get().id());
    json.writeStringField("sentence", proof.get().sentence());
    if (proof.get() instanceof Proof.Proven proven) {
      json.writeStringField("server", proven.server());
      json.writeNumberField("steps", proven.steps());
      writeTexts("notes", proven.notes());
    }
    if (proof.get() instanceof Proof.Failed failed) {
      json.writeStringField("server", failed.server());
      json.writeNumberField("step", failed.number());
      json.writeStringField("title", failed.step().map(Step::title).orElse(""));
      json.writeStringField("statement", failed.statement());
      json.writeStringField("message", failed.message());
    }
    json.writeEndObject();
  }

  private void write(SequencedStep sequenced) throws IOException {
    Step step = sequenced.step();
    json.writeStartObject();
    json.writeStringField("kind", step.kind().id());
    json.writeStringField("title", step.title());
    json.writeStringField("forward", step.forward());
    json.writeStringField("rollback", step.rollback());
    json.writeBooleanField("transactional", step.transactional());
    json.writeBooleanField("lossless", step.lossless());
    json.writeStringField("loses", step.loses());
    json.writeStringField("lock", step.lock());
    json.writeStringField("blocks", step.blocks());
    json.writeStringField("duration", step.duration());
    json.writeStringField("gate", step.gate());
    json.writeStringField("compatibility", step.compatibility());
    writeTexts("files", sequenced.files().stream().map(MigrationFile::path).toList());
    if (step.missing().isPresent()) {
      json.writeStringField("missing", step.missing().get());
    }
    json.writeEndObject();
  }

  private void writeNames(String field, List<ObjectName> names) throws IOException {
    writeTexts(field, names.stream().map(ObjectName::toString).toList());
  }

  private void writeTexts(String field, List<String> texts) throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
