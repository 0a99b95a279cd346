"""The kinds of effect, each with how it is found again and, where its system allows, taken back.

A plan is plain JSON: what it holds is what is sent, on the first attempt and on every later one. Steps declare
which kind they have.
"""
