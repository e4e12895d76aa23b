package dev.adjoint.bench;

/**
 * Training as a task.
 *
 * @param trainer whose steps it takes
 */
public record TrainerTask(Trainer trainer) implements Library.Task {
  @Override
  public Object run() {
    float loss = trainer.step();
    trainer.clear();
    return loss;
  }

  @Override
  public float[] output() {
    return new float[] {trainer.step()};
  }

  @Override
  public float[] gradient(int input) {
    return trainer.gradient(input);
  }

  @Override
  public void close() {
    trainer.close();
  }
}
