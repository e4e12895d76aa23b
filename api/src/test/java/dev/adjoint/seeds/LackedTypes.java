package dev.adjoint.seeds;

import dev.adjoint.Backends;
import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.spi.Backend;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * A test that needs tensors of float16 or bfloat16 is skipped on a backend without them: where it fails because the backend
 * refused to allocate one. {@code BackendContract} sees to it that a backend refuses no type that it says it has.
 */
public final class LackedTypes implements TestExecutionExceptionHandler {
  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
    throw judged(Backends.current(), thrown);
  }

  /** Runs a test that JUnit asks no extension about. */
  public static void run(Runnable test) {
    try {
      test.run();
    } catch (DTypeException e) {
      throw judged(Backends.current(), e) instanceof TestAbortedException skipped ? skipped : e;
    }
  }

  /** Whether a backend refuses tensors of a type. */
  public static boolean lacks(Backend backend, DType dtype) {
    try {
      backend.allocate(dtype, 1);
      return false;
    } catch (DTypeException e) {
      return true;
    }
  }

  /** What a test has thrown or, if that is the lack of a type, the exception that has it skipped. */
  static Throwable judged(Backend backend, Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof DTypeException && message.contains(backend.name())) {
      for (DType dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
        if (message.contains(dtype.toString()) && lacks(backend, dtype)) {
          return new TestAbortedException(message, thrown);
        }
      }
    }
    return thrown;
  }
}
