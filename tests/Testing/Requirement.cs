namespace Marketplace.Testing;

/// <summary>What a machine may lack. A developer's test is then ignored and says why; CI sets the variable that makes it a failure.</summary>
public static class Requirement
{
    public static void Check(bool met, string variable, string reason)
    {
        if (met)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(variable) == "1")
        {
            Assert.Fail($"{variable} is set, but {reason}.");
        }

        Assert.Ignore($"Skipped: {reason}.");
    }
}
