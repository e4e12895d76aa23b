package dev.adjoint.data;

import dev.adjoint.DTypeException;
import dev.adjoint.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Symbols and their ids, from 0: of characters by {@code Vocabulary.of(Vocabulary.characters(text))}, of lines by {@code
 * Vocabulary.of(text.lines().toList())}.
 */
public final class Vocabulary {
  private final List<String> symbols;
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> symbols) {
    this.symbols = symbols;
    for (int i = 0; i < symbols.size(); i++) {
      ids.put(symbols.get(i), i);
    }
  }

  /** The symbols among these, each once, in the order of their characters, whatever the order here. */
  public static Vocabulary of(Iterable<String> symbols) {
    TreeSet<String> each = new TreeSet<>();
    symbols.forEach(each::add);
    return new Vocabulary(List.copyOf(each));
  }

  /** The characters of a text; those outside the basic plane as well are one each. */
  public static List<String> characters(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  /** The symbols; an id is an index of this list. */
  public List<String> symbols() {
    return symbols;
  }

  /** The number of symbols. */
  public int size() {
    return symbols.size();
  }

  /**
   * The ids of symbols: int64, {@code [n]}.
   *
   * @throws IllegalArgumentException for a symbol that is not in the vocabulary
   */
  public Tensor encode(List<String> text) {
    long[] out = new long[text.size()];
    int at = 0;
    for (String symbol : text) {
      Integer id = ids.get(symbol);
      if (id == null) {
        throw new IllegalArgumentException("The symbol \"" + symbol + "\" at " + at + " is none of the " + size()
            + " in the vocabulary. Make it of all texts that are to be encoded");
      }
      out[at++] = id;
    }
    return Tensor.ofLongs(out);
  }

  /**
   * The symbols of ids, row by row.
   *
   * @param text int32 or int64, of any shape
   * @throws IllegalArgumentException for an id that is not in the vocabulary
   */
  public List<String> decode(Tensor text) {
    if (!text.dtype().isInteger()) {
      throw new DTypeException("Ids are int32 or int64; given " + text.dtype());
    }
    List<String> out = new ArrayList<>(text.size());
    for (long id : text.toLongArray()) {
      if (id < 0 || id >= size()) {
        throw new IllegalArgumentException("There is no symbol " + id + " in a vocabulary of " + size());
      }
      out.add(symbols.get((int) id));
    }
    return out;
  }
}
