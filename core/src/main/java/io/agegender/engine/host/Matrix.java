// SPDX-License-Identifier: Apache-2.0
package io.agegender.engine.host;

/** A row-major matrix of doubles, for products. */
final class Matrix {
  final double[] values;
  final int rows;
  final int columns;

  Matrix(int rows, int columns) {
    this(rows, columns, new double[Math.multiplyExact(rows, columns)]);
  }

  private Matrix(int rows, int columns, double[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** A matrix out of floats that lie side by side. */
  static Matrix of(float[] from, int first, int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);
    for (int i = 0; i < matrix.values.length; i++) {
      matrix.values[i] = from[first + i];
    }
    return matrix;
  }

  Matrix transposed() {
    Matrix turned = new Matrix(columns, rows);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned.values[column * rows + row] = values[row * columns + column];
      }
    }
    return turned;
  }

  /** Rows of this matrix. */
  Matrix rows(int first, int count) {
    double[] part = new double[count * columns];
    System.arraycopy(values, first * columns, part, 0, part.length);
    return new Matrix(count, columns, part);
  }

  /**
   * Adds a product to this matrix. The inner loop runs over columns without a dependency, so that
   * it becomes vector instructions; four products at a time save loads and stores.
   */
  void addProduct(Matrix a, Matrix b) {
    int depth = a.columns;
    for (int row = 0; row < rows; row++) {
      int at = row * columns;
      int k = 0;
      for (; k + 4 <= depth; k += 4) {
        addFour(a.values, row * depth + k, b, k * columns, at);
      }
      for (; k < depth; k++) {
        addOne(a.values[row * depth + k], b.values, k * columns, at);
      }
    }
  }

  private void addFour(double[] a, int first, Matrix b, int line, int at) {
    double a0 = a[first];
    double a1 = a[first + 1];
    double a2 = a[first + 2];
    double a3 = a[first + 3];
    double[] from = b.values;
    int line1 = line + columns;
    int line2 = line1 + columns;
    int line3 = line2 + columns;
    for (int i = 0; i < columns; i++) {
      values[at + i] +=
          a0 * from[line + i] + a1 * from[line1 + i] + a2 * from[line2 + i] + a3 * from[line3 + i];
    }
  }

  private void addOne(double a, double[] from, int line, int at) {
    for (int i = 0; i < columns; i++) {
      values[at + i] += a * from[line + i];
    }
  }
}
