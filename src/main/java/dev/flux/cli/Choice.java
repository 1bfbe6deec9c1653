package dev.flux.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words, and says which there are when it is none of them. */
abstract class Choice<T extends Enum<T>> implements ITypeConverter<T> {
  private final T[] choices;

  /**
   * A choice.
   *
   * @param choices spelled as people write them
   */
  Choice(T[] choices) {
    this.choices = choices.clone();
  }

  @Override
  public final T convert(String value) {
    return Arrays.stream(choices)
        .filter(choice -> choice.name().equals(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "it takes one of: "
                        + Arrays.stream(choices)
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }
}
