"""Stands for the library: reads the rows of the CSV file that the wget beside it has written."""

import csv
import os


def read_csv(path):
    with open(os.path.join(os.path.dirname(os.environ["CALLS"]), os.path.basename(path)), newline="") as file:
        return list(csv.DictReader(file))
