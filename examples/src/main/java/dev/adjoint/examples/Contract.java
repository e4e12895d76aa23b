package dev.adjoint.examples;

import static de.siegmar.fastcsv.reader.FieldMismatchStrategy.IGNORE;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A European option, as a row of a CSV file: a call or a put, the prices of its stock now and at exercise, the stock's
 * volatility, years to expiry, and the continuous interest rate and dividend yield, a year.
 *
 * @param line where it stands in the file
 */
record Contract(long line, String type, double spot, double strike, double vol, double time, double rate, double dividend) {
  static final List<String> COLUMNS = List.of("type", "spot", "strike", "vol", "time", "rate", "dividend");

  /** The contracts in a file; the first thing wrong in it is named by file, line and column. */
  static List<Contract> read(Path file) throws IOException {
    List<Contract> contracts = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().missingFieldStrategy(IGNORE).extraFieldStrategy(IGNORE).detectBomHeader(true)
            .ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : csv) {
        contracts.add(new Row(file, row).contract());
      }
    } catch (CsvParseException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    if (contracts.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": expected the columns " + String.join(",", COLUMNS) + " and a row for each contract");
    }
    return contracts;
  }

  /** 1 for a call, which pays for a rise; -1 for a put. */
  int sign() {
    return type.equals("call") ? 1 : -1;
  }

  /** This contract as it is written. */
  List<String> row() {
    List<String> row = new ArrayList<>(List.of(type));
    for (double number : new double[] {spot, strike, vol, time, rate, dividend}) {
      row.add(Double.toString(number));
    }
    return row;
  }

  private record Row(Path file, NamedCsvRecord row) {
    Contract contract() {
      int columns = row.getHeader().size();
      if (row.getFieldCount() > columns) {
        String surplus = String.join(",", row.getFields().subList(columns, row.getFieldCount()));
        throw malformed("expected " + columns + " fields; given " + row.getFieldCount() + ", with " + surplus + " too many");
      }
      return new Contract(
          row.getStartingLineNumber(), type(), positive("spot"), positive("strike"), positive("vol"), positive("time"),
          number("rate"), number("dividend"));
    }

    private String type() {
      String type = text("type");
      if (type.equals("call") || type.equals("put")) {
        return type;
      }
      throw malformed("type", "call or put");
    }

    private double positive(String column) {
      return number(column, "a number above 0", number -> number > 0);
    }

    private double number(String column) {
      return number(column, "a number", _ -> true);
    }

    private double number(String column, String expected, DoublePredicate isValid) {
      try {
        double number = Double.parseDouble(text(column));
        if (Double.isFinite(number) && isValid.test(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // What is no number is answered as a wrong one is.
      }
      throw malformed(column, expected);
    }

    private String text(String column) {
      return row.findField(column).orElse("nothing").strip();
    }

    private IllegalArgumentException malformed(String column, String expected) {
      return malformed("column " + column + ": expected " + expected + "; given " + text(column));
    }

    private IllegalArgumentException malformed(String complaint) {
      return new IllegalArgumentException(file + ":" + row.getStartingLineNumber() + ": " + complaint);
    }
  }
}
