package dev.adjoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.Backends.Choice;
import dev.adjoint.Backends.Found;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.DelegatingBackend;
import dev.adjoint.spi.MadeProvider;
import dev.adjoint.spi.ReferenceBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backends that say they can run, and do not. */
class BackendStartTest {
  /** Kept, since a logger that nobody holds is forgotten with its handlers. */
  private final Logger logger = Logger.getLogger(Backends.class.getName());
  private final List<LogRecord> logged = new ArrayList<>();
  private final Handler handler = new Handler() {
    @Override
    public void publish(LogRecord entry) {
      logged.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };
  private int starts;

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private Backend failing() {
    starts++;
    throw new IllegalStateException("device busy");
  }

  private static MadeProvider sound(String name, int priority) {
    return new MadeProvider(name, priority, () -> new DelegatingBackend(name, new ReferenceBackend()));
  }

  private static BackendRegistry registry(@Nullable Choice named, MadeProvider... providers) {
    List<Found> found =
        Arrays.stream(providers).map(p -> new Found(p, p.name(), p.priority(), p.availability(), null)).toList();
    return new BackendRegistry(() -> found, () -> named);
  }

  @Test
  void theDefaultGivesWayToTheNextAndSaysSoOnce() {
    BackendRegistry registry = registry(null, new MadeProvider("liar", 9, this::failing), sound("sound", 5), sound("last", 1));
    assertThat(registry.choice().name()).isEqualTo("liar");
    assertThat(registry.current().name()).isEqualTo("sound");
    assertThat(registry.current()).isSameAs(registry.get("sound"));
    assertThat(registry.choice()).isEqualTo(new Choice("sound", "the available backend of the highest priority, 5"));
    assertThat(registry.all().getFirst().availability().reason()).contains("says that it can run", "did not start",
        "IllegalStateException: device busy");
    assertThat(starts).isEqualTo(1);
    assertThat(logged).singleElement().satisfies(entry -> {
      assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
      assertThat(entry.getMessage()).contains("\"liar\"", "device busy", "on \"sound\" instead");
    });
  }

  @Test
  void severalGiveWay() {
    BackendRegistry registry = registry(null, new MadeProvider("a", 9, this::failing),
        new MadeProvider("b", 8, () -> null), sound("sound", 5));
    assertThat(registry.current().name()).isEqualTo("sound");
    assertThat(logged).singleElement().satisfies(entry -> assertThat(entry.getMessage()).contains("\"a\"", "\"b\"", "null"));
  }

  @Test
  void oneThatWasNamedIsAnException() {
    BackendRegistry registry = registry(null, new MadeProvider("liar", 1, this::failing), sound("sound", 5));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> registry.use("liar")).isInstanceOf(BackendException.class)
          .hasMessageContainingAll("\"liar\"", "did not start", "device busy").hasCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(starts).isEqualTo(1);
    assertThat(registry.current().name()).isEqualTo("sound");
    assertThat(logged).isEmpty();
  }

  @Test
  void oneThatTheSurroundingsNameIsAnException() {
    Choice named = new Choice("liar", "chosen by the variable ADJOINT_BACKEND");
    BackendRegistry registry = registry(named, new MadeProvider("liar", 9, this::failing), sound("sound", 5));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(registry::current).isInstanceOf(BackendException.class).hasMessageContaining("device busy")
          .hasCauseInstanceOf(IllegalStateException.class);
    }
    registry.use("sound");
    assertThat(registry.current().name()).isEqualTo("sound");
    assertThat(logged).isEmpty();
  }

  @Test
  void whereNoneStartsEachIsToldWithItsReason() {
    BackendRegistry registry = registry(null, new MadeProvider("a", 2, this::failing), new MadeProvider("b", 1, () -> null));
    assertThatThrownBy(registry::current).isInstanceOf(BackendException.class)
        .hasMessageContainingAll("no backend that can run", "a (not available", "device busy", "b (not available", "null");
  }

  @Test
  void whateverIsThrownAndWhateverIsMade() {
    assertFailure(() -> {
      throw new UnsatisfiedLinkError("no libfast");
    }, "UnsatisfiedLinkError: no libfast");
    assertFailure(() -> {
      throw new BackendException("no device: plug one in");
    }, "did not start: no device: plug one in");
    assertFailure(() -> null, "its create() is null");
    assertFailure(ReferenceBackend::new, "its provider is named \"liar\" and the backend itself \"reference\"");
  }

  private void assertFailure(Supplier<Backend> backend, String... parts) {
    BackendRegistry registry = registry(null, new MadeProvider("liar", 9, backend), sound("sound", 5));
    assertThatThrownBy(() -> registry.get("liar")).isInstanceOf(BackendException.class).hasMessageContainingAll(parts);
    assertThat(registry.current().name()).isEqualTo("sound");
  }
}
