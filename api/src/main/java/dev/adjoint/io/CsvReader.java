package dev.adjoint.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of CSV text. */
final class CsvReader {
  private static final char END = '\uFFFF';

  private final Path file;
  private final String text;
  private final char separator;
  private int at;
  private int line = 1;

  CsvReader(Path file, String text, char separator) {
    this.file = file;
    this.text = text;
    this.separator = separator;
  }

  List<CsvRow> rows() {
    List<CsvRow> out = new ArrayList<>();
    while (at < text.length()) {
      if (isLineEnd(here())) {
        takeLineEnd();
        continue;
      }
      CsvRow row = row();
      if (!out.isEmpty() && row.cells().length != out.getFirst().cells().length) {
        throw new FormatException(file, "line " + row.line(), row.cells().length + " cells",
            out.getFirst().cells().length + ", as in line " + out.getFirst().line(), null);
      }
      out.add(row);
    }
    return out;
  }

  private CsvRow row() {
    int start = line;
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(here() == '"' ? quoted(cells.size()) : plain());
      if (at < text.length() && here() == separator) {
        at++;
      } else if (at >= text.length() || isLineEnd(here())) {
        takeLineEnd();
        return new CsvRow(start, cells.toArray(String[]::new));
      } else {
        throw fault(cells.size() - 1, "'" + here() + "' after the quotes", "the next cell or the end of the line");
      }
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && here() != separator && !isLineEnd(here())) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted(int column) {
    int startLine = line;
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = here();
      if (c == '"') {
        at++;
        if (here() != '"') {
          return out.toString();
        }
      }
      out.append(c);
      at++;
      if (c == '\n' || c == '\r' && here() != '\n') {
        line++;
      }
    }
    line = startLine;
    throw fault(column, "the end of the file", "the quotes that end the cell");
  }

  private void takeLineEnd() {
    if (here() == '\r') {
      at++;
    }
    if (here() == '\n') {
      at++;
    }
    line++;
  }

  private boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private char here() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private FormatException fault(int column, String found, String expected) {
    return new FormatException(file, "line " + line + ", column " + (column + 1), found, expected, null);
  }
}
