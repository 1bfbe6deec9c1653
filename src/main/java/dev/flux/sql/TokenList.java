package dev.flux.sql;

import java.util.Arrays;

/** The tokens of a text in order, kept flat because a file may have millions. */
final class TokenList {
  private final String text;
  private TokenKind[] kinds;
  private int[] starts;
  private int[] ends;
  private int size;

  TokenList(String text, int expected) {
    this.text = text;
    int capacity = Math.max(16, expected);
    kinds = new TokenKind[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  void add(TokenKind kind, int start, int end) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    kinds[size] = kind;
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  void dropLast() {
    size--;
  }

  int size() {
    return size;
  }

  TokenKind kind(int index) {
    return kinds[index];
  }

  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return ends[index];
  }

  String text() {
    return text;
  }

  String text(int index) {
    return text.substring(starts[index], ends[index]);
  }

  /** Whether it is this keyword; a name in quotes never is. */
  boolean isWord(int index, String word) {
    return kinds[index] == TokenKind.WORD
        && ends[index] - starts[index] == word.length()
        && text.regionMatches(true, starts[index], word, 0, word.length());
  }

  boolean isSymbol(int index, char symbol) {
    return kinds[index] == TokenKind.SYMBOL && text.charAt(starts[index]) == symbol;
  }

  boolean isOperator(int index, String operator) {
    return kinds[index] == TokenKind.OPERATOR
        && ends[index] - starts[index] == operator.length()
        && text.startsWith(operator, starts[index]);
  }
}
