package dev.adjoint.io;

import dev.adjoint.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a safetensors file, checked: the tensors lie one after the other and fill the file, without holes or overlaps.
 *
 * @param dataStart the byte at which the tensors begin
 */
record TensorHeader(long dataStart, Map<String, Entry> entries, Map<String, String> metadata) {
  private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

  /**
   * Where a tensor lies.
   *
   * @param start counted from the first tensor's beginning
   * @param at the byte in the file where the entry itself stands
   */
  record Entry(Element type, Shape shape, long start, long end, long at) {}

  static TensorHeader read(Path file, MemorySegment all) {
    long size = all.byteSize();
    if (size < Long.BYTES) {
      throw FormatException.at(file, size, "the end of the file",
          "a safetensors file, which begins with the length of its header in 8 bytes");
    }
    long length = all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    if (length < 0 || length > Safetensors.LONGEST_HEADER) {
      throw FormatException.at(file, 0, "a header of " + Long.toUnsignedString(length) + " bytes",
          "a safetensors header of at most " + Safetensors.LONGEST_HEADER + " bytes");
    }
    if (length > size - Long.BYTES) {
      throw FormatException.at(file, size, "the end of the file",
          "the header to go on to byte " + (Long.BYTES + length) + ": the file is cut off, or no safetensors file");
    }
    byte[] text = all.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    return new Reader(file).read(Json.read(file, Long.BYTES, text), Long.BYTES + length, size);
  }

  /** Reads one file's header. */
  private record Reader(Path file) {
    TensorHeader read(Json.Value header, long dataStart, long size) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      object(header, "the header, a JSON object").forEach((name, value) -> {
        if (name.equals(Safetensors.METADATA)) {
          object(value, "metadata, a JSON object of texts").forEach(
              (key, text) -> metadata.put(key, text(text, "metadata in quotes")));
        } else {
          entries.put(name, entry(name, value));
        }
      });
      checkLayout(entries, dataStart, size);
      return new TensorHeader(dataStart, Collections.unmodifiableMap(entries), Collections.unmodifiableMap(metadata));
    }

    private Entry entry(String name, Json.Value value) {
      Map<String, Json.Value> fields = object(value, "the tensor " + name + " as a JSON object");
      if (!fields.keySet().equals(KEYS)) {
        throw FormatException.at(file, value.at(), "the tensor " + name + " with " + fields.keySet(),
            "exactly dtype, shape and data_offsets");
      }
      Json.Value dtype = fields.get("dtype");
      Json.Value shape = fields.get("shape");
      Json.Value offsets = fields.get("data_offsets");
      Element type = type(dtype);
      long[] sizes = longs(shape, "the sizes of " + name);
      long[] ends = longs(offsets, "the offsets of " + name);
      if (ends.length != 2 || ends[0] > ends[1]) {
        throw FormatException.at(file, offsets.at(), "the offsets " + Arrays.toString(ends) + " of " + name,
            "where it begins and where it ends");
      }
      Shape of = Sizes.shape(file, shape.at(), sizes);
      if ((long) of.size() * type.bytes != ends[1] - ends[0]) {
        throw FormatException.at(file, offsets.at(),
            "offsets of " + name + " that are " + (ends[1] - ends[0]) + " bytes apart",
            (long) of.size() * type.bytes + " bytes for " + type + of);
      }
      return new Entry(type, of, ends[0], ends[1], value.at());
    }

    private Element type(Json.Value value) {
      String name = text(value, "the name of a type in quotes");
      for (Element type : Element.values()) {
        if (type.name().equals(name)) {
          return type;
        }
      }
      throw FormatException.at(file, value.at(), "the type " + name, "one of " + Arrays.toString(Element.values()));
    }

    private long[] longs(Json.Value value, String what) {
      if (!(value.is() instanceof List<?> list)) {
        throw FormatException.at(file, value.at(), kind(value), what + " in brackets");
      }
      long[] out = new long[list.size()];
      for (int i = 0; i < out.length; i++) {
        Json.Value number = (Json.Value) list.get(i);
        if (!(number.is() instanceof Long n) || n < 0) {
          throw FormatException.at(file, number.at(), kind(number), what + " as whole numbers, 0 or more");
        }
        out[i] = n;
      }
      return out;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Json.Value> object(Json.Value value, String expected) {
      if (!(value.is() instanceof Map<?, ?> map)) {
        throw FormatException.at(file, value.at(), kind(value), expected);
      }
      return (Map<String, Json.Value>) map;
    }

    private String text(Json.Value value, String expected) {
      if (!(value.is() instanceof String text)) {
        throw FormatException.at(file, value.at(), kind(value), expected);
      }
      return text;
    }

    private static String kind(Json.Value value) {
      return switch (value.is()) {
        case Map<?, ?> _ -> "a JSON object";
        case List<?> _ -> "a JSON array";
        case String text -> "the text " + Json.quoted(text);
        case null -> "null";
        case Object other -> other.toString();
      };
    }

    private void checkLayout(Map<String, Entry> entries, long dataStart, long size) {
      long end = 0;
      for (Map.Entry<String, Entry> next : entries.entrySet().stream().sorted(
          Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().start()).thenComparing(e -> e.getValue().end()))
          .toList()) {
        Entry entry = next.getValue();
        if (entry.start() != end) {
          throw FormatException.at(file, entry.at(), "the tensor " + next.getKey() + " to begin at " + entry.start(),
              end + ", where the tensor before it ends: no holes, no overlaps");
        }
        end = entry.end();
      }
      if (dataStart + end != size) {
        throw FormatException.at(file, Math.min(size, dataStart + end),
            dataStart + end > size ? "the end of the file" : size - dataStart - end + " bytes more",
            "the tensors to end at byte " + (dataStart + end) + ", as the header says"
                + (dataStart + end > size ? ": the file is cut off" : ""));
      }
    }
  }
}
