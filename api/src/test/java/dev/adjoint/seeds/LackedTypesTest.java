package dev.adjoint.seeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.DType;
import dev.adjoint.DTypeException;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.ReferenceBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class LackedTypesTest {
  private static final Backend COMPLETE = new ReferenceBackend();
  private static final DTypeException NO_FLOAT16 = new DTypeException("the backend reference has no float16");

  /** The reference backend without float16. */
  private static final Backend WITHOUT = (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(),
      new Class<?>[] {Backend.class}, (proxy, method, args) -> {
        if (method.getName().equals("allocate") && args[0] == DType.FLOAT16) {
          throw NO_FLOAT16;
        }
        try {
          return method.invoke(COMPLETE, args);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      });

  @Test
  void theLackOfATypeSkipsATest() {
    assertThat(LackedTypes.lacks(WITHOUT, DType.FLOAT16)).isTrue();
    assertThat(LackedTypes.lacks(WITHOUT, DType.BFLOAT16)).isFalse();
    assertThat(LackedTypes.judged(WITHOUT, NO_FLOAT16)).isInstanceOf(TestAbortedException.class)
        .hasMessage("the backend reference has no float16");
  }

  @Test
  void whatElseIsThrownFailsIt() {
    DTypeException other = new DTypeException("matmul: float16 and float32 are mixed");
    AssertionError wrong = new AssertionError("the backend reference has no float16");
    assertThat(LackedTypes.judged(WITHOUT, other)).isSameAs(other);
    assertThat(LackedTypes.judged(WITHOUT, wrong)).isSameAs(wrong);
    assertThat(LackedTypes.judged(COMPLETE, NO_FLOAT16)).isSameAs(NO_FLOAT16);
  }
}
