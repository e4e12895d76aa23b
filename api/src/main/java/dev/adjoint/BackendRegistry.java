package dev.adjoint;

import dev.adjoint.Backends.Choice;
import dev.adjoint.Backends.Found;
import dev.adjoint.spi.Backend;
import dev.adjoint.spi.BackendConfig;
import dev.adjoint.spi.BackendProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The backends that were found and those that were made of them; a process has one, see {@link Backends}. */
final class BackendRegistry {
  private static final System.Logger LOG = System.getLogger(Backends.class.getName());

  private final Object lock = new Object();
  private final Supplier<List<Found>> discovery;
  /** What the surroundings name, unless {@link #use} does; null if nothing. */
  private final Supplier<@Nullable Choice> named;
  private final Map<String, Backend> created = new HashMap<>();
  /** What the backends threw that did not start. */
  private final Map<String, Throwable> failures = new HashMap<>();
  private final Set<Path> plugins = new HashSet<>();
  /** Those that could run, and whose names others had. */
  private final List<Spare> spares = new ArrayList<>();
  private @Nullable List<Found> found;
  private @Nullable String used;
  private volatile @Nullable Backend current;

  /**
   * One whose name is taken.
   *
   * @param aside how it is listed
   */
  private record Spare(Found offer, Found aside) {}

  /**
   * A registry of what a search finds, which runs when the first backend is asked for.
   *
   * @param named what the surroundings of the process name, if anything
   */
  BackendRegistry(Supplier<List<Found>> discovery, Supplier<@Nullable Choice> named) {
    this.discovery = discovery;
    this.named = named;
  }

  List<Found> all() {
    synchronized (lock) {
      List<Found> known = found;
      if (known == null) {
        known = merged(List.of(), discovery.get());
        found = known;
      }
      return known;
    }
  }

  /** The list with more in it, the most preferred first; of two with one name the one that cannot run, else the later, is put aside. */
  private List<Found> merged(List<Found> before, List<Found> more) {
    List<Found> list = new ArrayList<>(before);
    for (Found one : more) {
      Found other = one.provider() == null ? null : byName(list, one.name());
      if (other == null) {
        list.add(one);
      } else if (one.availability().isAvailable() && !other.availability().isAvailable()) {
        list.remove(other);
        list.add(one);
        list.add(withoutName(other));
      } else {
        Found aside = BackendDiscovery.broken(one.providerClass(),
            "its name \"" + one.name() + "\" is taken by " + other.origin() + ", which was found first", one.plugin());
        list.add(aside);
        if (one.availability().isAvailable()) {
          spares.add(new Spare(one, aside));
        }
      }
    }
    return preferredFirst(list);
  }

  private static List<Found> preferredFirst(List<Found> list) {
    return list.stream().sorted(Comparator.comparingInt(Found::priority).reversed()).toList();
  }

  /** One that cannot run, listed by its class so that its name is free. */
  private static Found withoutName(Found one) {
    return BackendDiscovery.broken(one.providerClass(), String.valueOf(one.availability().reason()), one.plugin());
  }

  /** Gives the name of one that did not start to the next that has it, if there is one. */
  private boolean passOn(String name) {
    for (Spare spare : spares) {
      if (spare.offer.name().equals(name)) {
        spares.remove(spare);
        List<Found> list = new ArrayList<>();
        for (Found one : all()) {
          list.add(
              one == spare.aside ? spare.offer : one.provider() != null && one.name().equals(name) ? withoutName(one) : one);
        }
        found = preferredFirst(list);
        return true;
      }
    }
    return false;
  }

  /** The one that has a name; null if none has. */
  private static @Nullable Found byName(List<Found> list, String name) {
    for (Found one : list) {
      if (one.provider() != null && one.name().equals(name)) {
        return one;
      }
    }
    return null;
  }

  List<Found> addPlugins(Path directory, ClassLoader parent) {
    List<Path> jars = BackendDiscovery.jars(directory).stream().map(jar -> jar.toAbsolutePath().normalize()).toList();
    synchronized (lock) {
      List<Found> list = all();
      for (Path jar : jars) {
        if (!plugins.contains(jar)) {
          List<Found> offers = BackendDiscovery.inJar(jar, parent);
          // One that was broken may have been replaced.
          spares.removeIf(spare -> jar.equals(spare.offer.plugin()));
          list = merged(list.stream().filter(one -> !jar.equals(one.plugin())).toList(), offers);
          if (offers.stream().anyMatch(one -> one.provider() != null)) {
            plugins.add(jar);
          }
        }
      }
      found = list;
      current = null;
      return list.stream().filter(one -> one.plugin() != null && jars.contains(one.plugin())).toList();
    }
  }

  void use(String name) {
    Backend backend = get(name);
    synchronized (lock) {
      used = name;
      current = backend;
    }
  }

  Choice choice() {
    Choice byName = namedByUser();
    if (byName != null) {
      return byName;
    }
    for (Found candidate : all()) {
      if (candidate.availability().isAvailable()) {
        return new Choice(candidate.name(), "the available backend of the highest priority, " + candidate.priority());
      }
    }
    throw new BackendException("There is no backend that can run here. " + report());
  }

  /** What a user chose; null where the choice is ours. */
  private @Nullable Choice namedByUser() {
    synchronized (lock) {
      String explicit = used;
      return explicit == null ? named.get() : new Choice(explicit, "chosen by useBackend");
    }
  }

  Backend current() {
    Backend known = current;
    return known == null ? choose() : known;
  }

  private Backend choose() {
    synchronized (lock) {
      Choice byName = namedByUser();
      Backend chosen = byName == null ? preferred() : get(byName.name());
      current = chosen;
      return chosen;
    }
  }

  /** The first of those available that starts. */
  private Backend preferred() {
    List<String> passedOver = new ArrayList<>();
    while (true) {
      Choice choice = choice(); // ends with an exception once the last is known not to start
      try {
        Backend backend = get(choice.name());
        if (!passedOver.isEmpty()) {
          LOG.log(System.Logger.Level.WARNING,
              () -> String.join(". ", passedOver) + ". New tensors are made on \"" + choice.name() + "\" instead");
        }
        return backend;
      } catch (BackendException e) {
        passedOver.add(String.valueOf(e.getMessage()));
      }
    }
  }

  Backend get(String name) {
    synchronized (lock) {
      Backend known = created.get(name);
      if (known != null) {
        return known;
      }
      Found candidate = byName(all(), name);
      if (candidate == null) {
        throw new BackendException("There is no backend \"" + name + "\" that can run here. " + report());
      }
      String reason = candidate.availability().reason();
      if (reason != null) {
        throw new BackendException("The backend \"" + name + "\" cannot run here: " + reason, failures.get(name));
      }
      try {
        Backend backend = create(candidate);
        created.put(name, backend);
        return backend;
      } catch (BackendException e) {
        if (!passOn(name)) {
          throw e;
        }
        LOG.log(System.Logger.Level.WARNING, () -> e.getMessage() + ". The next of that name is tried");
        return get(name);
      }
    }
  }

  /** The backend, or an exception that says why it did not start; it is not tried again. */
  private Backend create(Found candidate) {
    BackendProvider provider = Objects.requireNonNull(candidate.provider());
    String objection;
    Throwable cause = null;
    try {
      Backend backend = provider.create(BackendConfig.fromSystem());
      objection = backend == null ? "its create() is null" : objectionTo(backend, candidate.name());
      if (objection == null) {
        return backend;
      }
    } catch (Throwable e) { // whatever it is, Errors of static initialisers and native libraries included
      objection = SpiFit.describe(e, provider.spiVersion());
      cause = e;
      failures.put(candidate.name(), e);
    }
    Found failed = candidate.unavailable("it says that it can run, but did not start: " + objection);
    found = all().stream().map(one -> one == candidate ? failed : one).toList();
    throw new BackendException(
        "The backend \"" + candidate.name() + "\" (" + candidate.origin() + ") says that it can run here, but did not start: "
            + objection,
        cause);
  }

  private static @Nullable String objectionTo(Backend backend, String name) {
    String lacking = SpiFit.lacking(backend, BackendProvider.SPI_VERSION);
    return lacking != null ? lacking
        : name.equals(backend.name()) ? null
            : "its provider is named \"" + name + "\" and the backend itself \"" + backend.name() + "\"; both must be the same";
  }

  private String report() {
    List<Found> list = all();
    if (list.isEmpty()) {
      return "None was found: put adjoint-backend-cpu on the classpath";
    }
    return list.stream()
        .map(f -> f.name() + " ("
            + (f.availability().isAvailable() ? "available" : "not available: " + f.availability().reason()) + ")")
        .collect(Collectors.joining(", ", "Found: ", ""));
  }
}
