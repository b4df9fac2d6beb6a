"""Scenarios played through the real pipeline: what would the shield have done?"""
