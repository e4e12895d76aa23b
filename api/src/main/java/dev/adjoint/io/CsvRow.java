package dev.adjoint.io;

/**
 * A row of a CSV file.
 *
 * @param line the line where it begins, from 1
 */
record CsvRow(int line, String[] cells) {}
