package dev.adjoint.ops;

import dev.adjoint.DType;
import dev.adjoint.spi.RowProgram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One program for each type it is asked for, written once. */
final class TypedPrograms {
  private final Function<DType, RowProgram> writer;
  private final Map<DType, RowProgram> written = new ConcurrentHashMap<>();

  TypedPrograms(Function<DType, RowProgram> writer) {
    this.writer = writer;
  }

  RowProgram of(DType dtype) {
    return written.computeIfAbsent(dtype, writer);
  }
}
