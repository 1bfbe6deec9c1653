package dev.flux.repository;

import java.util.List;
import java.util.Set;

/** The application's source files at the head of a change; they are read when somebody asks. */
public interface SourceCode {
  /** Where no code is at hand. */
  SourceCode NONE = words -> List.of();

  /**
   * A source file.
   *
   * @param path from the repository's top
   */
  record SourceFile(String path, String text) {}

  /**
   * The files whose text contains one of the words in any case, in path order. Tests, migrations,
   * other people's code and what is generated are left out.
   */
  List<SourceFile> containing(Set<String> words);
}
