package dev.flux.schema;

import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What an open transaction may go back to.
 *
 * @param start the contents when it began
 * @param savepoints the contents at each savepoint, by name
 * @param outside values, outside the transaction, of the settings that SET LOCAL changed; empty
 *     where there was none
 */
record OpenTransaction(
    Contents start, PMap<String, Contents> savepoints, PMap<String, Optional<String>> outside) {

  static OpenTransaction at(Contents start) {
    return new OpenTransaction(start, HashTreePMap.empty(), HashTreePMap.empty());
  }

  OpenTransaction withSavepoint(String name, Contents contents) {
    return new OpenTransaction(start, savepoints.plus(name, contents), outside);
  }

  OpenTransaction withLocal(String setting, Optional<String> valueOutside) {
    return outside.containsKey(setting)
        ? this
        : new OpenTransaction(start, savepoints, outside.plus(setting, valueOutside));
  }
}
