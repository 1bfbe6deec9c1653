package dev.flux.rollout;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words before a bracket that make of one row what they make of it alone: one value, or several
 * rows; no aggregates and no window functions, which look at other rows too.
 */
final class RowFunctions {
  private static final Set<String> NAMES =
      Stream.of(
              // words that are no functions
              "and or not in on using when then else if cast left right values array row any",
              "char varchar numeric decimal interval timestamp date time",
              // conditions
              "coalesce nullif ifnull greatest least isnull",
              // numbers
              "abs ceil ceiling floor round trunc truncate mod power sign sqrt",
              // text
              "ascii btrim char_length character_length chr concat concat_ws format initcap length",
              "lower lpad ltrim md5 overlay position quote_ident regexp_match regexp_replace"
                  + " repeat",
              "replace reverse rpad rtrim split_part starts_with strpos substr substring",
              "substring_index translate trim upper encode decode convert convert_from convert_to",
              "hex unhex locate instr",
              // time
              "now age date_part date_trunc extract make_date make_interval make_timestamp",
              "make_timestamptz to_char to_date to_number to_timestamp timezone date_add date_sub",
              "date_format from_unixtime str_to_date unix_timestamp timestampdiff",
              // arrays and documents
              "array_append array_cat array_length array_position array_prepend array_remove",
              "array_replace array_to_json array_to_string cardinality string_to_array",
              "json_array json_array_length json_build_array json_build_object json_contains",
              "json_extract json_extract_path json_extract_path_text json_object json_set",
              "json_strip_nulls json_typeof json_unquote json_valid jsonb_array_length",
              "jsonb_build_array jsonb_build_object jsonb_extract_path jsonb_extract_path_text",
              "jsonb_insert jsonb_path_exists jsonb_path_query_first jsonb_set jsonb_strip_nulls",
              "jsonb_typeof row_to_json to_json to_jsonb",
              // several rows of one
              "generate_series json_array_elements json_array_elements_text json_each"
                  + " json_each_text",
              "json_object_keys json_to_record json_to_recordset jsonb_array_elements",
              "jsonb_array_elements_text jsonb_each jsonb_each_text jsonb_object_keys",
              "jsonb_path_query jsonb_to_record jsonb_to_recordset regexp_matches",
              "regexp_split_to_table string_to_table unnest",
              // identifiers
              "gen_random_uuid uuid uuid_generate_v4 uuidv4 uuidv7")
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  private RowFunctions() {}

  /** Whether a name stands for one of them, in any case. */
  static boolean has(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
