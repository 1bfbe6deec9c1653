package dev.flux.forge;

import dev.flux.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Invisible last lines by which Flux finds its comments again. Each carries a tag (HMAC-SHA256)
 * over the change request, so that a marker can neither be made up nor copied to another request;
 * who wrote the comment is checked besides. Only the last line counts: a marker that somebody's SQL
 * brings into a comment is none.
 *
 * <p>Without the key that signed them none of the earlier comments is found.
 */
public final class Markers {
  private static final Pattern SUMMARY =
      Pattern.compile("<!-- flux:summary:v1 ([0-9a-f]{64}) -->\\s*\\z");
  private static final Pattern FINDING =
      Pattern.compile(
          "<!-- flux:finding:v1 ([A-Za-z0-9._:-]{1,120}) (open|fixed) ([0-9a-f]{64}) -->\\s*\\z");
  private static final Pattern ROLLOUT =
      Pattern.compile(
          "<!-- flux:rollout:v1 (\\d{1,18}) (\\d{1,3}) (\\d{1,18}) ([a-z0-9,-]{1,200})"
              + " ([a-z,]{1,40}|-) ([0-9a-f]{64}) -->");
  private static final Pattern REPLY =
      Pattern.compile(
          "<!-- flux:reply:v1 ([A-Za-z0-9]{1,40}) ([a-z0-9=,-]{1,2000}) ([0-9a-f]{64}) -->\\s*\\z");
  private static final Pattern ANY = Pattern.compile("\\s*<!-- flux:[^>]*-->\\s*\\z");
  private final List<SecretKeySpec> keys;

  /**
   * A finding's marker.
   *
   * @param fixed whether the comment says that the finding is gone
   */
  public record Finding(String fingerprint, boolean fixed) {}

  /**
   * An answer's marker.
   *
   * @param commentId of the comment that it answers
   * @param note what became of it, for Flux itself: lower case letters, digits and {@code =,-}
   */
  public record Reply(String commentId, String note) {}

  /** With one key, known to Flux and the forge's administrators alone. */
  public Markers(Secret key) {
    this(List.of(key));
  }

  /**
   * @param keys the first signs, and each of them is believed, so that a key can be replaced while
   *     the one before it is still listed; at least one
   */
  public Markers(List<Secret> keys) {
    this.keys =
        keys.stream()
            .map(key -> key.reveal().getBytes(StandardCharsets.UTF_8))
            .map(key -> new SecretKeySpec(key, "HmacSHA256"))
            .toList();
  }

  /** The marker of a request's summary. */
  public String summary(ChangeRequestId id) {
    return "<!-- flux:summary:v1 " + tag("summary", id, "") + " -->";
  }

  /** Whether the text ends in the marker of this request's summary. */
  public boolean isSummary(ChangeRequestId id, String body) {
    Matcher found = SUMMARY.matcher(body);
    return found.find() && signed(found.group(1), "summary", id, "");
  }

  /** The marker of a comment on lines. */
  public String finding(ChangeRequestId id, Finding finding) {
    String state = finding.fixed() ? "fixed" : "open";
    String content = finding.fingerprint() + " " + state;
    return "<!-- flux:finding:v1 " + content + " " + tag("finding", id, content) + " -->";
  }

  /** The finding that a comment of this request is about. */
  public Optional<Finding> findFinding(ChangeRequestId id, String body) {
    Matcher found = FINDING.matcher(body);
    if (!found.find()) {
      return Optional.empty();
    }
    String content = found.group(1) + " " + found.group(2);
    return signed(found.group(3), "finding", id, content)
        ? Optional.of(new Finding(found.group(1), found.group(2).equals("fixed")))
        : Optional.empty();
  }

  /** The marker of an answer to a comment of a request. */
  public String reply(ChangeRequestId id, Reply reply) {
    String content = reply.commentId() + " " + reply.note();
    return "<!-- flux:reply:v1 " + content + " " + tag("reply", id, content) + " -->";
  }

  /** The comment that a comment of Flux answers. */
  public Optional<Reply> findReply(ChangeRequestId id, String body) {
    Matcher found = REPLY.matcher(body);
    return found.find()
            && signed(found.group(3), "reply", id, found.group(1) + " " + found.group(2))
        ? Optional.of(new Reply(found.group(1), found.group(2)))
        : Optional.empty();
  }

  /**
   * The marker of a request that Flux opens for a later part of a rollout; its number is not known
   * yet, so that the branch stands for it.
   */
  public String rollout(RolloutMark mark, String branch) {
    String content = mark.content();
    return "<!-- flux:rollout:v1 "
        + content
        + " "
        + tag("rollout", mark.root(), content + " " + branch)
        + " -->";
  }

  /**
   * The place in a rollout that the text of a request tells, wherever in it: people write below.
   *
   * @param branch that the request brings
   */
  public Optional<RolloutMark> findRollout(ChangeRequestId id, String branch, String body) {
    Matcher found = ROLLOUT.matcher(body);
    while (found.find()) {
      RolloutMark mark =
          new RolloutMark(
              new ChangeRequestId(id.forge(), id.repository(), Long.parseLong(found.group(1))),
              Integer.parseInt(found.group(2)),
              Long.parseLong(found.group(3)),
              List.of(found.group(4).split(",", -1)),
              found.group(5).equals("-") ? Set.of() : Set.of(found.group(5).split(",", -1)));
      String content = mark.content();
      if (signed(found.group(6), "rollout", mark.root(), content + " " + branch)) {
        return Optional.of(mark);
      }
    }
    return Optional.empty();
  }

  /** The text before the marker. */
  public static String without(String body) {
    return ANY.matcher(body).replaceFirst("");
  }

  private String tag(String kind, ChangeRequestId id, String content) {
    return tag(keys.get(0), kind, id, content);
  }

  private boolean signed(String tag, String kind, ChangeRequestId id, String content) {
    return keys.stream().anyMatch(key -> same(tag, tag(key, kind, id, content)));
  }

  private static String tag(SecretKeySpec key, String kind, ChangeRequestId id, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      String signed = kind + "\n" + id.key() + "\n" + content;
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
