"""Writes the small models that score tests run, with the Python package `onnx` (1.23.1): `python make_models.py FOLDER`."""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

folder = Path(sys.argv[1])


def save(name, nodes, outputs, weights=(), domains=(("", 17),)):
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["subjects", 2])
    graph = helper.make_graph(nodes, name, [x], outputs, list(weights))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid(*d) for d in domains])
    model.ir_version = 8
    onnx.checker.check_model(model)
    (folder / f"{name}.onnx").write_bytes(model.SerializeToString())


# p = 1 / (1 + exp(-(0.5 x1 - 0.25 x2 + 0.1)))
w = numpy_helper.from_array(np.array([[0.5], [-0.25]], dtype=np.float32), "W")
b = numpy_helper.from_array(np.array([0.1], dtype=np.float32), "B")
gemm = helper.make_node("Gemm", ["x", "W", "B"], ["s"])
save(
    "logistic",
    [gemm, helper.make_node("Sigmoid", ["s"], ["p"])],
    [helper.make_tensor_value_info("p", TensorProto.FLOAT, ["subjects", 1])],
    [w, b],
)

# Two trees whose shares are added: x1 <= 1 ? (x2 <= 2 ? 0.1 : 0.35) : 0.45, and x2 <= 3 ? 0.2 : 0.4
leaf = {2: (0, 0.4, 0.1), 3: (0, 0.15, 0.35), 4: (0, 0.05, 0.45), 6: (1, 0.3, 0.2), 7: (1, 0.1, 0.4)}
tree = helper.make_node(
    "TreeEnsembleClassifier",
    ["x"],
    ["label", "shares"],
    domain="ai.onnx.ml",
    nodes_treeids=[0, 0, 0, 0, 0, 1, 1, 1],
    nodes_nodeids=[0, 1, 2, 3, 4, 5, 6, 7],
    nodes_featureids=[0, 1, 0, 0, 0, 1, 0, 0],
    nodes_values=[1.0, 2.0, 0.0, 0.0, 0.0, 3.0, 0.0, 0.0],
    nodes_hitrates=[1.0] * 8,
    nodes_modes=["BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF"],
    nodes_truenodeids=[1, 2, 0, 0, 0, 6, 0, 0],
    nodes_falsenodeids=[4, 3, 0, 0, 0, 7, 0, 0],
    nodes_missing_value_tracks_true=[0] * 8,
    class_treeids=[t for t, _, _ in leaf.values() for _ in range(2)],
    class_nodeids=[n for n in leaf for _ in range(2)],
    class_ids=[c for _ in leaf for c in range(2)],
    class_weights=[v for _, a, b in leaf.values() for v in (a, b)],
    classlabels_int64s=[0, 1],
    post_transform="NONE",
)
label = helper.make_tensor_value_info("label", TensorProto.INT64, ["subjects"])
shares = helper.make_tensor_value_info("shares", TensorProto.FLOAT, ["subjects", 2])
save("forest", [tree], [label, shares], domains=(("", 17), ("ai.onnx.ml", 3)))

# What scikit-learn's converter makes by default: a list of maps, which is no tensor.
zipped = helper.make_node("ZipMap", ["shares"], ["maps"], domain="ai.onnx.ml", classlabels_int64s=[0, 1])
maps = helper.make_value_info(
    "maps",
    helper.make_sequence_type_proto(
        helper.make_map_type_proto(TensorProto.INT64, helper.make_tensor_type_proto(TensorProto.FLOAT, None))
    ),
)
save("zipped", [tree, zipped], [label, maps], domains=(("", 17), ("ai.onnx.ml", 3)))

# Written as float to the eye and broken inside: a product of shapes that do not fit.
save(
    "broken",
    [helper.make_node("Gemm", ["x", "W3"], ["p"])],
    [helper.make_tensor_value_info("p", TensorProto.FLOAT, ["subjects", 1])],
    [numpy_helper.from_array(np.ones((3, 1), dtype=np.float32), "W3")],
)
