package dev.flux.migration;

/**
 * The stretch of a file that goes in one direction.
 *
 * @param file the whole file
 * @param start first character, from 0
 * @param end behind the last character
 */
public record Section(MigrationFile file, int start, int end) {

  /** A whole file as one section. */
  public static Section whole(MigrationFile file) {
    return new Section(file, 0, file.content().length());
  }

  /** The text of this stretch alone. */
  public String text() {
    return file.content().substring(start, end);
  }
}
