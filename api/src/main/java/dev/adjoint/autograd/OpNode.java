package dev.adjoint.autograd;

import dev.adjoint.Tensor;
import dev.adjoint.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of an {@link Operation} on given inputs. */
final class OpNode extends Node implements Operation.Values {
  /** What the first few inputs are called: to put a name together takes longer than to record a small operation. */
  private static final String[] INPUTS = {"input 0", "input 1", "input 2", "input 3"};

  private final Operation operation;
  private final Output output;
  /** One entry an input and a last one for the output; null where no rule that will run reads it. Null once freed. */
  private @Nullable SavedTensor @Nullable [] saved;

  OpNode(Operation operation, Tensor[] inputs, Tensor result) {
    super(edges(operation, inputs));
    this.operation = operation;
    this.output = new Output(result.shape(), result.dtype());
    this.saved = NOTHING;
    traceHere();
  }

  private static @Nullable Edge[] edges(Operation operation, Tensor[] inputs) {
    @Nullable Edge[] edges = new Edge[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      edges[i] = operation.isDifferentiable(i) ? Tape.edge(inputs[i]) : null;
    }
    return edges;
  }

  /** Saves what the rules that will run read. */
  void save(Tensor[] inputs, Tensor result) {
    saveInputs(inputs);
    saveOutput(result);
  }

  /** Saves what the rules that will run read of the inputs, at the version they have now. */
  void saveInputs(Tensor[] inputs) {
    if (operation.readsNothing()) {
      return;
    }
    for (int i = 0; i < inputs.length; i++) {
      if (isRead(i)) {
        keep(i, new SavedTensor(i < INPUTS.length ? INPUTS[i] : "input " + i, inputs[i], name()));
      }
    }
  }

  /** Saves the output, if a rule that will run reads it. */
  void saveOutput(Tensor result) {
    if (isRead(Operation.OUTPUT)) {
      keep(inputs(), new SavedTensor("output", result, name()));
    }
  }

  private void keep(int place, SavedTensor value) {
    @Nullable SavedTensor[] now = saved;
    if (now == null || now.length == 0) {
      now = new SavedTensor[inputs() + 1];
      saved = now;
    }
    now[place] = value;
  }

  /** Whether some rule that will run reads an input, or the output. */
  boolean isRead(int other) {
    if (operation.readsNothing()) {
      return false;
    }
    for (int i = 0; i < inputs(); i++) {
      if (edge(i) != null && operation.reads(i, other)) {
        return true;
      }
    }
    return false;
  }

  private static final SavedTensor[] NOTHING = {};

  @Override
  public String name() {
    return operation.name();
  }

  @Override
  public @Nullable ScalarFormula formula() {
    return operation.formula();
  }

  @Override
  public List<SavedTensor> saved() {
    List<SavedTensor> list = new ArrayList<>();
    @Nullable SavedTensor[] now = saved;
    if (now != null) {
      for (SavedTensor s : now) {
        if (s != null) {
          list.add(s);
        }
      }
    }
    return list;
  }

  @Override
  public Tensor input(int index) {
    return unpack(index);
  }

  @Override
  public Tensor output() {
    return unpack(inputs());
  }

  private Tensor unpack(int index) {
    @Nullable SavedTensor[] now = saved;
    if (now == null) {
      throw Tape.freed(name());
    }
    SavedTensor s = index < now.length ? now[index] : null;
    if (s == null) {
      throw new IllegalStateException("The rule of " + name() + " reads a value that it did not declare: " + index);
    }
    return s.unpack(this);
  }

  @Override
  protected @Nullable Tensor[] backward(@Nullable Tensor[] gradients) {
    Tensor gradient = gradients[0];
    @Nullable Tensor[] out = new Tensor[inputs()];
    if (gradient != null) {
      for (int i = 0; i < out.length; i++) {
        if (edge(i) != null) {
          out[i] = reverse(i, gradient);
        }
      }
    }
    return out;
  }

  @Nullable
  Tensor reverse(int input, Tensor gradient) {
    return operation.reverse(input, this, gradient);
  }

  /** See {@link Operation#reverseJoined}. */
  @Nullable
  Tensor reverseJoined(int inputs, Tensor gradient, @Nullable Tensor before, @Nullable Tensor into) {
    return operation.reverseJoined(inputs, this, gradient, before, into);
  }

  /** Where the output lies in an input like the one there was; null for an operation that does more than show a part. */
  @Nullable
  View partOf(View whole) {
    return operation.partOf(whole);
  }

  @Override
  protected void free() {
    if (saved != NOTHING) {
      for (SavedTensor s : saved()) {
        s.release();
      }
      saved = null;
    }
  }

  @Override
  void checkNotFreed() {
    if (saved == null) {
      throw Tape.freed(name());
    }
  }

  @Override
  public Output output(int slot) {
    return output;
  }

  @Override
  public int outputs() {
    return 1;
  }
}
