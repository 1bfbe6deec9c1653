package dev.flux.forge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is to stand on a change request after a review.
 *
 * @param check the final one, for the head that was read
 * @param summary Markdown of the summary comment, without a marker
 * @param quiet whether there is so little to say that no summary is begun for it; one that stands
 *     is still brought up to date
 * @param remarks on lines, the gravest first; a fingerprint that comes again gets a number
 */
public record Publication(Check check, String summary, boolean quiet, List<Remark> remarks) {

  /** Makes fingerprints unique. */
  public Publication {
    remarks = unique(remarks);
  }

  private static List<Remark> unique(List<Remark> remarks) {
    Map<String, Integer> seen = new HashMap<>();
    List<Remark> unique = new ArrayList<>();
    for (Remark remark : remarks) {
      int times = seen.merge(remark.fingerprint(), 1, Integer::sum);
      unique.add(times == 1 ? remark : remark.withFingerprint(remark.fingerprint() + ":" + times));
    }
    return List.copyOf(unique);
  }
}
