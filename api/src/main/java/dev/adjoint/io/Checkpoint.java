package dev.adjoint.io;

import dev.adjoint.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training run: tensors by name, in sections such as {@code model} and {@code optimizer}, and texts. In one
 * safetensors file, whose names are {@code section/name}: other programs can read it, and it runs no code.
 *
 * @param sections tensors by name, by section
 * @param metadata texts by name
 */
public record Checkpoint(Map<String, Map<String, Tensor>> sections, Map<String, String> metadata) {
  /** The version of the format, as one of the texts. */
  private static final String VERSION = "adjoint.checkpoint";
  /** The sections in order, also empty ones, as one of the texts. */
  private static final String SECTIONS = "adjoint.sections";

  private static final int NEWEST = 1;
  private static final String SEPARATOR = "/";

  /** A copy of the maps, not of the tensors. */
  public Checkpoint {
    Map<String, Map<String, Tensor>> copy = new LinkedHashMap<>();
    sections.forEach((name, tensors) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(tensors))));
    sections = Collections.unmodifiableMap(copy);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * The tensors of a section.
   *
   * @throws IllegalArgumentException if there is no such section
   */
  public Map<String, Tensor> section(String name) {
    Map<String, Tensor> section = sections.get(name);
    if (section == null) {
      throw new IllegalArgumentException("The checkpoint has no section " + name + "; it has " + sections.keySet());
    }
    return section;
  }

  /**
   * Writes a checkpoint. Whatever happens meanwhile, under the path there is the checkpoint from before or the new one, whole
   * and on the disk.
   *
   * @param sections names are not empty and have no {@code /}; those of tensors may be anything
   * @throws IllegalArgumentException for other names of sections, and texts named {@code adjoint.checkpoint} or {@code
   *     adjoint.sections}
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static void write(Path file, Map<String, Map<String, Tensor>> sections, Map<String, String> metadata) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    sections.forEach((section, named) -> {
      if (section.isEmpty() || section.contains(SEPARATOR)) {
        throw new IllegalArgumentException(
            "A section's name is not empty and has no " + SEPARATOR + "; given \"" + section + "\". Use . instead");
      }
      named.forEach((name, x) -> tensors.put(section + SEPARATOR + name, x));
    });
    Map<String, String> texts = new LinkedHashMap<>(metadata);
    if (texts.put(VERSION, Integer.toString(NEWEST)) != null
        || texts.put(SECTIONS, String.join(SEPARATOR, sections.keySet())) != null) {
      throw new IllegalArgumentException(
          "The metadata " + VERSION + " and " + SECTIONS + " belong to the format; give yours another name");
    }
    Safetensors.write(file, tensors, texts);
  }

  /**
   * Reads a checkpoint, to the current backend.
   *
   * @throws FormatException if the file is damaged, no checkpoint, or of a newer version
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Checkpoint read(Path file) {
    // Unmapped at the end, so that on every system the file can be replaced afterwards.
    try (Arena arena = Arena.ofConfined()) {
      TensorFile tensors = TensorFile.open(file, arena);
      Map<String, String> metadata = new LinkedHashMap<>(tensors.metadata());
      String version = metadata.remove(VERSION);
      String names = metadata.remove(SECTIONS);
      checkVersion(file, version, names);
      Map<String, Map<String, Tensor>> sections = new LinkedHashMap<>();
      if (names != null && !names.isEmpty()) {
        for (String section : names.split(SEPARATOR, -1)) {
          sections.put(section, new LinkedHashMap<>());
        }
      }
      for (String name : tensors.names()) {
        int cut = name.indexOf(SEPARATOR);
        Map<String, Tensor> section = cut < 0 ? null : sections.get(name.substring(0, cut));
        if (section == null) {
          throw fault(file, "the tensor " + name, "names of the sections " + sections.keySet() + " as section/name");
        }
        section.put(name.substring(cut + 1), tensors.get(name));
      }
      return new Checkpoint(sections, metadata);
    }
  }

  private static void checkVersion(
      Path file, @Nullable String version, @Nullable String names) {
    if (version == null) {
      throw fault(file, "tensors without the text " + VERSION,
          "a checkpoint that Checkpoint.write wrote. For other files there is Safetensors.open");
    }
    if (!version.matches("[1-9][0-9]{0,8}") || names == null) {
      throw fault(file, "the checkpoint format " + Json.quoted(version) + (names == null ? " without " + SECTIONS : ""),
          "a version from 1 to " + NEWEST + ", and the sections' names");
    }
    if (Integer.parseInt(version) > NEWEST) {
      throw fault(file, "the checkpoint format " + version + ", of a newer Adjoint",
          "at most " + NEWEST + ". Read it with the version that wrote it, or a later one");
    }
  }

  private static FormatException fault(Path file, String found, String expected) {
    return new FormatException(file, "header", found, expected, null);
  }
}
